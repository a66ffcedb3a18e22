"""Questions that colleagues write, as data: which are asked, and how an answer is typed."""
