-- Takes tokens from buckets: from each of them, or from none when one is empty. KEYS: the buckets;
-- ARGV: per bucket its rate per second, its burst and how many tokens are wanted. Answers per bucket
-- how many are granted (0 to wanted) and, where it is empty, the milliseconds until the next. A
-- bucket that is not there is full.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local levels = {}
local refused = false
for i, key in ipairs(KEYS) do
  local rate = tonumber(ARGV[i * 3 - 2])
  local burst = tonumber(ARGV[i * 3 - 1])
  local bucket = redis.call('HMGET', key, 'tokens', 'at')
  local tokens = burst
  if bucket[1] then
    tokens = math.min(burst, bucket[1] + math.max(0, now - bucket[2]) * rate / 1000)
  end
  levels[i] = tokens
  refused = refused or tokens < 1
end
local answer = {}
for i, key in ipairs(KEYS) do
  local rate = tonumber(ARGV[i * 3 - 2])
  local burst = tonumber(ARGV[i * 3 - 1])
  local wanted = tonumber(ARGV[i * 3])
  local granted = 0
  if not refused then
    granted = math.min(wanted, math.floor(levels[i]))
    redis.call('HSET', key, 'tokens', string.format('%.6f', levels[i] - granted),
      'at', string.format('%.0f', now))
    redis.call('PEXPIRE', key, math.ceil(burst / rate * 1000) + 1000)
  end
  answer[#answer + 1] = granted
  answer[#answer + 1] = levels[i] < 1 and math.ceil((1 - levels[i]) / rate * 1000) or 0
end
return answer
