// The whole library behind one import: what its rooms make public, and nothing of its own.
@_exported public import StrataAnalysis
@_exported public import StrataCheckpoints
@_exported public import StrataClassifiers
@_exported public import StrataDatasets
@_exported public import StrataExport
@_exported public import StrataFiles
@_exported public import StrataInference
@_exported public import StrataLayerGraph
@_exported public import StrataLinearAlgebra
@_exported public import StrataPretraining
