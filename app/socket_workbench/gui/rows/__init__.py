"""What every view of the journal's rows shares."""
