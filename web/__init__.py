"""The portal: who does it. Server-rendered pages over `flows.desk.desk`; works without JavaScript."""
