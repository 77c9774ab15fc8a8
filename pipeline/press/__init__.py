"""How the press names itself: bylines, agencies, desks, and the outlets that a text cites."""
