// The whole library behind one import: what its storeys make public, and nothing of its own.
@_exported public import Analysis
@_exported public import Checkpoints
@_exported public import Classifiers
@_exported public import Datasets
@_exported public import LayerGraph
@_exported public import LinearAlgebra
@_exported public import Pretraining
@_exported public import Reports
