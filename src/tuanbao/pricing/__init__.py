"""From people, plans and the past to a price that explains itself (定价). docs/how-pricing-works.md is the map."""
