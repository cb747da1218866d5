"""The ledger: how often fears were right, how well fieber foretold, and whether the advice helped."""
