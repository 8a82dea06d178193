"""The decree's books on paper (NĐ 30/2020/NĐ-CP, Appendix IV; domain.md 3.3): columns, rows, PDF and workbook."""
