"""Plans -> arrays, the kernels, the explanation (EOB), batches of any size."""

from tuanbao.adjudication.engine import adjudicate
from tuanbao.adjudication.intake import RefusedRowsError
from tuanbao.adjudication.results import Result

__all__ = ["RefusedRowsError", "Result", "adjudicate"]
