"""Named entities: lists of names, tags and their decoding, the layer and the component."""
