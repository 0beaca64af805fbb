"""The portal: who does it. Server-rendered pages over `flows.desk`; works without JavaScript."""
