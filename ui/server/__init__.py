"""The page's server: calls, queues, answers on their way."""
