// Until the first test of Anon is here.
