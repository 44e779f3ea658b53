-- The same GET again and again.
require "result"
