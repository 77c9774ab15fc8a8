"""Whether sources go on as they did, by their rhythm and by what is read of them."""
