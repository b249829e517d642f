-- Takes tokens from buckets. KEYS: the buckets; ARGV: per bucket its rate per second, its burst and
-- how many tokens are wanted. Answers per bucket how many are granted (0 to wanted) and, where none
-- is, the milliseconds until the next. A bucket that is not there is full.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local answer = {}
for i, key in ipairs(KEYS) do
  local rate = tonumber(ARGV[i * 3 - 2])
  local burst = tonumber(ARGV[i * 3 - 1])
  local wanted = tonumber(ARGV[i * 3])
  local bucket = redis.call('HMGET', key, 'tokens', 'at')
  local tokens = burst
  if bucket[1] then
    tokens = math.min(burst, bucket[1] + math.max(0, now - bucket[2]) * rate / 1000)
  end
  local granted = math.min(wanted, math.floor(tokens))
  tokens = tokens - granted
  redis.call('HSET', key, 'tokens', string.format('%.6f', tokens), 'at', string.format('%.0f', now))
  redis.call('PEXPIRE', key, math.ceil(burst / rate * 1000) + 1000)
  answer[#answer + 1] = granted
  answer[#answer + 1] = granted > 0 and 0 or math.ceil((1 - tokens) / rate * 1000)
end
return answer
