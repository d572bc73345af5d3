"""Documents that set up servers, clients and what they say."""
