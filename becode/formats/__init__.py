"""How dates are written and read in each language: Belgium's way, English included."""
