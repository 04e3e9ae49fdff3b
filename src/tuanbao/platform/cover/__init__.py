"""Policies, spells of cover, endorsements, files to the insurer (保单与保全)."""
