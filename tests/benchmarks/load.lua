-- The load for wrk: one body again and again, or the bodies of a file in turn, at full speed or at a steady rate.
-- Options stand after `--` as name=value:
--   bodies  a file with a request in each line: the status it is to get, a space, the body; none for plain GETs
--   start   which line to begin with (1)
--   rate    requests a second, shared by all connections; none for as many as possible
--   watch   look at every answer: its status, and that a 200 carries a card
-- Ends with one line of JSON; times are in microseconds. For one thread only.

sent_bad, answered_good, answered_bad, wrong = 0, 0, 0, 0

local main
function setup(thread)
  main = thread
end

function init(args)
  local options = {}
  for _, argument in pairs(args) do
    local name, value = argument:match("^(%w+)=(.*)$")
    if name then options[name] = value end
  end
  if options.bodies then use_bodies(options.bodies, tonumber(options.start or 1)) end
  if options.rate then use_rate(tonumber(options.rate)) end
  if options.watch then response = watch end
end

function use_bodies(path, start)
  local bodies, bad = {}, {}
  for line in io.lines(path) do
    local status, body = line:match("^(%d+) (.*)$")
    table.insert(bodies, body)
    table.insert(bad, status ~= "200")
  end
  wrk.method = "POST"
  if #bodies == 1 then -- wrk itself is quickest with a request that never changes
    wrk.body = bodies[1]
    return
  end
  for number, body in ipairs(bodies) do bodies[number] = wrk.format("POST", nil, nil, body) end
  local at = (start - 1) % #bodies
  request = function()
    at = at % #bodies + 1
    if bad[at] then sent_bad = sent_bad + 1 end
    return bodies[at]
  end
end

-- Each request takes the next place in one timetable. One that is late goes at once, and the next keeps its own time.
function use_rate(rate)
  local ffi = require("ffi")
  ffi.cdef("typedef struct { long seconds, microseconds; } clock_t_; int gettimeofday(clock_t_ *, void *);")
  local clock, due = ffi.new("clock_t_"), nil
  delay = function()
    ffi.C.gettimeofday(clock, nil)
    local now = tonumber(clock.seconds) * 1000 + tonumber(clock.microseconds) / 1000
    due = (due or now) + 1000 / rate
    return math.max(0, math.floor(due - now))
  end
end

function watch(status, _, body)
  if status == 200 and body:find('"headline":"', 1, true) and body:sub(-2) == "}}" then
    answered_good = answered_good + 1
  elseif status == 422 and body:find('"errors":[{"field":"', 1, true) then
    answered_bad = answered_bad + 1
  else
    wrong = wrong + 1
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "microseconds": %d, "p50": %d, "p99": %d, "longest": %d, "socket_errors": %d, "status_errors": %d, ' ..
    '"sent_bad": %d, "answered_good": %d, "answered_bad": %d, "wrong": %d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), latency.max,
    errors.connect + errors.read + errors.write + errors.timeout, errors.status,
    main:get("sent_bad"), main:get("answered_good"), main:get("answered_bad"), main:get("wrong")
  ))
end
