"""A pretend city: what its developers would write to make the add-on their own."""
