// LayerGraph
