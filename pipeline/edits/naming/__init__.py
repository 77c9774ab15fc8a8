"""Names of persons, bodies and places: by lists, by grammar, and by what leads to them."""
