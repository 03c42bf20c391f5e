"""A live district: the model, its player, scene, sliders, events and inspector."""
