"""What all views of the journal's rows share."""
