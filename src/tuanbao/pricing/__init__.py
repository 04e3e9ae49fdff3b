"""From people, plans and the past to a price that explains itself (定价). docs/how-pricing-works.md is the map.

group = read_group(Path("people.xlsx"), Path("programme.yaml"), on=date(2026, 1, 1))     # pricing.group
run = quote_group(group, load_model(), years=1000, seed=2026)                            # pricing.quote.running
for step in run.quote.explain().steps: ...                                               # adds up to run.quote.premium
funding = fund_group(run.costs, run.quote.premium)                                       # pricing.self_funding
renewal = renew_group(members, bills, premiums, Terms(programme, plans), valuation=day, model=load_model())
                                                                                         # pricing.renewal.running
"""
