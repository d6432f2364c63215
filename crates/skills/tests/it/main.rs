//! Every case of every skill's `cases.toml`, through understanding, the turn machine and the skill itself.

mod bridge;
mod cases;
mod home;
mod house;
mod llm;
mod ringing;
mod talk;
