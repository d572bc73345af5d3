"""Threads and timers: endpoint threads, background jobs, rate limits."""
