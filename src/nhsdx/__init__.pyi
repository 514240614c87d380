from nhsdx.api import About as About
from nhsdx.api import Answer as Answer
from nhsdx.api import Assessment as Assessment
from nhsdx.api import Comparison as Comparison
from nhsdx.api import CriterionResult as CriterionResult
from nhsdx.api import DimensionResult as DimensionResult
from nhsdx.api import Finding as Finding
from nhsdx.api import GateResult as GateResult
from nhsdx.api import GateState as GateState
from nhsdx.api import InvalidInputError as InvalidInputError
from nhsdx.api import LoadedAssessment as LoadedAssessment
from nhsdx.api import NhsdxError as NhsdxError
from nhsdx.api import NodeResult as NodeResult
from nhsdx.api import Reading as Reading
from nhsdx.api import Result as Result
from nhsdx.api import Rubric as Rubric
from nhsdx.api import compare as compare
from nhsdx.api import lint as lint
from nhsdx.api import load_assessment as load_assessment
from nhsdx.api import load_rubric as load_rubric
from nhsdx.api import result_data as result_data
from nhsdx.api import score as score

__version__: str
