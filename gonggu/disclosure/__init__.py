"""What a public edition withholds so that no small count of persons or households can be read or computed."""
