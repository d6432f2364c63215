//! `HomePort` for tests: the built-in house, kept in memory.

use std::sync::Mutex;

use crate::*;

/// The built-in house. A test may change it and decide what fails.
pub struct FakeHome {
    /// The house as it is now.
    pub house: Mutex<HouseModel>,
    /// Devices that do not take what they are told.
    pub stubborn: Mutex<Vec<String>>,
    /// What every call answers, when something is wrong with the whole house.
    pub down: Mutex<Option<PortError>>,
}

impl Default for FakeHome {
    fn default() -> FakeHome {
        FakeHome {
            house: Mutex::new(BuiltInHouse::model()),
            stubborn: Mutex::default(),
            down: Mutex::default(),
        }
    }
}

impl FakeHome {
    fn read<T>(&self, take: impl FnOnce(&mut HouseModel) -> T) -> Result<T, PortError> {
        match self
            .down
            .lock()
            .expect("no test panics with the lock")
            .clone()
        {
            Some(error) => Err(error),
            None => Ok(take(
                &mut self.house.lock().expect("no test panics with the lock"),
            )),
        }
    }
}

impl HomePort for FakeHome {
    fn areas<'a>(&'a self) -> Later<'a, Vec<Area>> {
        Box::pin(async { self.read(|house| house.areas.clone()) })
    }
    fn floors<'a>(&'a self) -> Later<'a, Vec<Area>> {
        Box::pin(async { self.read(|house| house.floors.clone()) })
    }
    fn devices<'a>(&'a self) -> Later<'a, Vec<HomeDevice>> {
        Box::pin(async { self.read(|house| house.devices.clone()) })
    }
    fn act<'a>(&'a self, ids: &'a [String], act: HomeAct) -> Later<'a, Vec<String>> {
        Box::pin(async move {
            let stubborn = self
                .stubborn
                .lock()
                .expect("no test panics with the lock")
                .clone();
            let (refused, taken): (Vec<String>, Vec<String>) =
                ids.iter().cloned().partition(|id| stubborn.contains(id));
            let failed = self.read(|house| house.act(&taken, &act))?;
            Ok([refused, failed].concat())
        })
    }
}
