"""Which drawing hangs under which number. The order is mixed so that a file's name says nothing about how it was made."""

import posters_gradient
import posters_linocut
import posters_riso
import tiles_gradient
import tiles_linocut
import tiles_riso

POSTERS = [
    posters_riso.evening,
    posters_linocut.heron,
    posters_gradient.submerged,
    posters_linocut.moonlight,
    posters_gradient.glossy,
    posters_riso.aerial,
    posters_linocut.scallop,
    posters_gradient.slats,
    posters_riso.dots,
    posters_linocut.holiday,
    posters_gradient.swell,
    posters_riso.echoes,
]
TILES = [
    tiles_gradient.fishscale,
    tiles_linocut.scallops,
    tiles_riso.sails,
    tiles_riso.ribbons,
    tiles_linocut.anchors,
    tiles_gradient.zellige,
    tiles_riso.quarters,
    tiles_gradient.halos,
    tiles_linocut.starfish,
    tiles_linocut.kelp,
    tiles_gradient.herringbone,
    tiles_riso.confetti,
    tiles_linocut.rosette,
    tiles_riso.horizons,
    tiles_gradient.fingers,
    tiles_riso.petals,
    tiles_gradient.rainbow,
    tiles_linocut.fish,
    tiles_riso.tides,
    tiles_linocut.swells,
    tiles_gradient.honeycomb,
    tiles_riso.pebbles,
    tiles_gradient.pennies,
    tiles_linocut.nautilus,
]
