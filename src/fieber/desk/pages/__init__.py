"""Imprint, privacy notice and terms; who agreed to which version; and how often pages are opened."""
