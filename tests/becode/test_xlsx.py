"""Workbooks: numbers stay numbers, text computes nothing."""

import io

from openpyxl import load_workbook

from becode.formats.xlsx import workbook


def test_text_is_inert_and_numbers_stay_numbers():
    rows = [["Name", "Hours"], ["=1+1", 7.5], ["@SUM(A1)\x07", -3]]
    sheet = load_workbook(io.BytesIO(workbook(rows, title="BXL/1 [march]: *?"))).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Name", "Hours"],
        ["'=1+1", 7.5],
        ["'@SUM(A1)", -3],
    ]
    assert sheet.title == "BXL1 march"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
