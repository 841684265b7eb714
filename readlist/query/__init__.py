"""From what a person types to the papers that they mean."""
