"""The claim-cost model (赔付成本模型): dated parameters in, everybody's risk out.

model = load_model()                                    # or load_model(Path("our_numbers.yaml"))
hazards = hazards_of(members, model, (date(2026, 1, 1), date(2026, 12, 31)))
"""

from tuanbao.pricing.model.claim_model import ClaimModel
from tuanbao.pricing.model.exposing import hazards_of
from tuanbao.pricing.model.keys import member_key
from tuanbao.pricing.model.loading import load_model
from tuanbao.pricing.model.problems import ModelError, PeopleError

__all__ = ["ClaimModel", "ModelError", "PeopleError", "hazards_of", "load_model", "member_key"]
