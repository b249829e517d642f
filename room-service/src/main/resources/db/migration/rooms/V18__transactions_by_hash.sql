-- The texts of a transaction in its index took 158 bytes an event, a tenth of what a message costs in all. A hash
-- does with 46. Whoever looks a transaction up compares the texts too. The lengths keep two transactions from
-- being written the same way. Replicas of the version before look transactions up slowly until they are replaced.
create function rooms.transaction_hash(sender text, type text, device text, txn_id text) returns uuid
    language sql immutable parallel safe
    return md5(sender || ' ' || length(type) || ' ' || type || ' ' || length(device) || ' ' || device || ' ' || txn_id)::uuid;

create unique index event_of_transaction_hash
    on rooms.event (room_nid, rooms.transaction_hash(sender, type, sender_device, txn_id))
    where txn_id is not null;
drop index rooms.event_of_transaction;
