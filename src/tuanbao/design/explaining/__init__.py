"""Why the choice is as it is (选择的理由): what changed, for whom, what it released and where that went."""
