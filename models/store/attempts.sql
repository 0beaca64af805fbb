-- name: begin
SELECT attempt, shown FROM hutong_try_password(:account, :address, :usual, :at)
