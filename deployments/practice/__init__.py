"""The practice centre: invented people, open cases in every stage."""
