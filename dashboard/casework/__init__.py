"""What the pages of casework share: what they read, how a case is told and drawn, its moves, the draft, the coach."""
