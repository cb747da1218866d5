"""A calendar that programs subscribe to: when fieber looks at which account again."""
