-- Takes tokens from buckets: at least one of each, or none of any. KEYS: the buckets; ARGV: per
-- bucket its rate per second, its burst and how many tokens are wanted. Answers per bucket how many
-- are granted (0 to wanted) and, where the bucket has none, the milliseconds until the next. A
-- bucket that is not there is full.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local rates, bursts, levels = {}, {}, {}
local refused = false
for i, key in ipairs(KEYS) do
  rates[i] = tonumber(ARGV[i * 3 - 2])
  bursts[i] = tonumber(ARGV[i * 3 - 1])
  levels[i] = bursts[i]
  local bucket = redis.call('HMGET', key, 'tokens', 'at')
  if bucket[1] then
    local inflow = math.max(0, now - bucket[2]) * rates[i] / 1000
    levels[i] = math.min(bursts[i], bucket[1] + inflow)
  end
  refused = refused or levels[i] < 1
end
local answer = {}
for i, key in ipairs(KEYS) do
  local granted = 0
  if not refused then
    granted = math.min(tonumber(ARGV[i * 3]), math.floor(levels[i]))
    local left = string.format('%.6f', levels[i] - granted)
    redis.call('HSET', key, 'tokens', left, 'at', string.format('%.0f', now))
    redis.call('PEXPIRE', key, math.ceil(bursts[i] / rates[i] * 1000) + 1000)
  end
  answer[#answer + 1] = granted
  answer[#answer + 1] = levels[i] < 1 and math.ceil((1 - levels[i]) / rates[i] * 1000) or 0
end
return answer
