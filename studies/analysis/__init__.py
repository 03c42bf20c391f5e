"""What a study shows: how much factors and noise matter, where something is reached, which scenario is best where.

    from cogov.studies.analysis import analyse

    found = analyse(Study.open("out/x"))      # Sobol' or Morris indices or main effects, boxes, region maps
    found.indices, found.effects, found.boxes, found.maps, found.shares, found.left_out

Parts by themselves: `sample_of`, `noise.shares`, `indices.sobol`, `indices.morris`, `effects.main_effects`, `boxes.prim`,
`regions.region_map`. Every part takes a `Sample` of finished runs and a `Response`.
"""

from .analyse import Analysis, analyse
from .responses import MAIN, Response, Sample, sample_of

__all__ = ["MAIN", "Analysis", "Response", "Sample", "analyse", "sample_of"]
