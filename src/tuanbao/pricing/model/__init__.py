"""The claim-cost model (赔付成本模型): what befalls whom, how often and how dear."""
