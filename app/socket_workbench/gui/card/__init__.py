"""The record card, its log page, and what pages share."""
