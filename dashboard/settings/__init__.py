"""The parts of the page Settings, one file each: all read config.yaml as it was seen, and save through `desk`."""
