-- What becomes of users' presence: takes in what was heard of users, tells of what has changed.
--
-- KEYS: the clock, whom to look at when, who is remembered. ARGV: the beginning of users' keys, the
-- channel; in milliseconds how long somebody is active, is not idle, is online after a sign of life,
-- is remembered, and how much time lies between updates of one user; how many users are remembered at
-- most, how many are looked at because it is time, a new epoch for a clock that has none; then for
-- each thing heard: what, user, device, what of it.
--
-- A user is a hash: d:<device> (state asked for, since when, until when), a (last active), m (status
-- message), p, c and s (what was told: state, whether active, its number), w (when), b and bt (updates
-- in hand, as of when), f (whether to tell though the state is the same).
--
-- Answers the epoch, the number of the last update, the time, how many users there was no room for,
-- and the users whose status message is not known.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local clock, due, users = KEYS[1], KEYS[2], KEYS[3]
local active, idle, lease = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local remembered, interval = tonumber(ARGV[6]), tonumber(ARGV[7])
local BURST, MAX_DEVICES = 3, 100
local noRoom, wanting = 0, {}

local function text(number)
  return string.format('%.0f', number)
end

local function devices(user)
  local found, count = {}, 0
  for field, value in pairs(user) do
    if field:sub(1, 2) == 'd:' then
      local asked, since, untilWhen = value:match('^(%a) (%d+) (%d+)$')
      found[field] = { asked = asked, since = tonumber(since), till = tonumber(untilWhen) }
      count = count + 1
    end
  end
  return found, count
end

local function seen(user, field, asked, moves)
  local known, count = devices(user)
  local device = known[field]
  local lives = device and device.till > now
  if not device and count >= MAX_DEVICES then
    return
  end
  if not lives or device.asked ~= asked or moves then
    device = { asked = asked, since = now }
    if asked == 'o' or moves then
      user.a = text(now)
    end
  end
  user[field] = device.asked .. ' ' .. text(device.since) .. ' ' .. text(now + lease)
end

local function heard(what, user, field, arg)
  if what == 'ask' then
    seen(user, field, arg, false)
  elseif what == 'beat' then
    local known = devices(user)[field]
    seen(user, field, known and known.asked or arg, false)
  elseif what == 'put' then
    local message = arg:sub(3)
    if user.m ~= message then
      user.f = '1'
    end
    user.m = message
    seen(user, field, arg:sub(1, 1), true)
  elseif what == 'message' then
    user.m = user.m or arg
  elseif what == 'act' then
    for _, device in pairs(devices(user)) do
      if device.asked ~= 'f' and device.till > now then
        user.a = text(now)
      end
    end
  elseif what == 'tell' then
    user.f = '1'
  elseif what == 'drop' then
    user[field] = nil
  elseif what == 'gone' then
    for name in pairs(devices(user)) do
      user[name] = nil
    end
    user.m, user.a = nil, nil
  elseif what == 'heal' and not user.p then
    local state, last, message = arg:match('^(%a) (%d+) (.*)$')
    user.a = text(math.max(tonumber(user.a or '0'), tonumber(last)))
    user.m, user.p, user.c, user.f = message, state, '0', '1'
  end
end

-- The state now, whether active, and when it may be another one without anything being heard.
local function state(user)
  local a = tonumber(user.a or '0')
  local lives, wants, next = false, false, math.huge
  for field, device in pairs(devices(user)) do
    if device.till <= now then
      user[field] = nil
    else
      next = math.min(next, device.till)
      if device.asked ~= 'f' then
        lives = true
        wants = wants or device.asked == 'o' or a > device.since
      end
    end
  end
  if not lives then
    return 'f', '0', next
  elseif not wants or now - a >= idle then
    return 'u', '0', next
  elseif now - a >= active then
    return 'o', '0', math.min(next, a + idle)
  end
  return 'o', '1', math.min(next, a + active)
end

local function publish(name, user)
  user.s = text(redis.call('HINCRBY', clock, 'n', 1))
  redis.call('PUBLISH', ARGV[2], cjson.encode({
    epoch = redis.call('HGET', clock, 'e'), number = user.s, user = name,
    presence = user.p, active = user.c, last = user.a or '0', message = user.m or '' }))
end

-- At most so many updates in hand, one more each interval; whether somebody is active can wait for
-- an interval since the last one. Answers when to look again.
local function tell(name, user, p, c, next)
  local isMajor = p ~= (user.p or 'f') or (user.f == '1' and user.p ~= nil)
  if not isMajor and c == (user.c or '0') then
    user.f = nil
    return next
  end
  if p ~= 'f' and not user.m then
    wanting[#wanting + 1] = name
    return math.min(next, now + 5000)
  end
  local hand = tonumber(user.b or BURST) + (now - tonumber(user.bt or now)) / interval
  hand = math.min(BURST, hand)
  if isMajor and hand < 1 then
    return math.min(next, now + math.ceil((1 - hand) * interval))
  elseif not isMajor and now - tonumber(user.w or '0') < interval then
    return math.min(next, tonumber(user.w) + interval)
  end
  user.b = string.format('%.4f', isMajor and hand - 1 or hand)
  user.bt, user.w, user.p, user.c, user.f = text(now), text(now), p, c, nil
  publish(name, user)
  return next
end

local function store(key, name, user, next)
  local fields = {}
  for field, value in pairs(user) do
    fields[#fields + 1] = field
    fields[#fields + 1] = value
  end
  redis.call('DEL', key)
  if #fields == 0 then
    redis.call('ZREM', due, name)
    redis.call('ZREM', users, name)
    return
  end
  redis.call('HSET', key, unpack(fields))
  redis.call('PEXPIRE', key, text(remembered + lease))
  redis.call('ZADD', users, text(now + remembered + lease), name)
  if next < math.huge then
    redis.call('ZADD', due, text(next), name)
  else
    redis.call('ZREM', due, name)
  end
end

local BEGINS = { ask = true, beat = true, put = true, heal = true }

local function take(what, name, device, arg)
  local key = ARGV[1] .. name
  local flat = redis.call('HGETALL', key)
  if #flat == 0 then
    redis.call('ZREM', due, name)
    if not BEGINS[what] then
      return
    elseif redis.call('ZCARD', users) >= tonumber(ARGV[8]) then
      noRoom = noRoom + 1
      return
    end
  end
  local user = {}
  for i = 1, #flat, 2 do
    user[flat[i]] = flat[i + 1]
  end
  heard(what, user, 'd:' .. device, arg)
  local p, c, next = state(user)
  if what == 'heal' and #flat == 0 then
    -- Whoever is here will be heard of within a lease; until then everything is as it was.
    p, c, next = user.p, '0', now + lease
  end
  store(key, name, user, tell(name, user, p, c, next))
end

if redis.call('HSETNX', clock, 'e', ARGV[10]) == 1 then
  redis.call('HSET', clock, 'n', '0')
end
redis.call('ZREMRANGEBYSCORE', users, '-inf', now)
for i = 11, #ARGV, 4 do
  take(ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3])
end
for _, name in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, ARGV[9])) do
  take('due', name, '', '')
end
local clockNow = redis.call('HMGET', clock, 'e', 'n')
local answer = { clockNow[1], clockNow[2], text(now), text(noRoom) }
for _, name in ipairs(wanting) do
  answer[#answer + 1] = name
end
return answer
