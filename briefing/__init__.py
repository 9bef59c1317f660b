"""What is new in the collection, by voice."""
